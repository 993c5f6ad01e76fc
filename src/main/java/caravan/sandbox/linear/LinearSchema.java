package caravan.sandbox.linear;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.TypeResolver;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.InterfaceWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnionWiringEnvironment;
import graphql.schema.idl.WiringFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The executable schema: the document schema.graphqls wired to a workspace. */
final class LinearSchema {
  private final LinearWorkspace workspace;
  private final LinearFields fields;
  private final LinearConnections connections;

  LinearSchema(LinearWorkspace workspace, LinearFields fields, LinearConnections connections) {
    this.workspace = workspace;
    this.fields = fields;
    this.connections = connections;
  }

  GraphQLSchema build() {
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    LinearScalars.all().forEach(wiring::scalar);
    wiring.wiringFactory(new Wiring());
    LinearMutations mutations = new LinearMutations(workspace);
    wiring.type(
        "Mutation",
        mutation -> {
          mutations.fetchers().forEach(mutation::dataFetcher);
          return mutation;
        });
    wiring.type(
        "Query",
        query -> {
          queries().forEach(query::dataFetcher);
          return query;
        });
    return new SchemaGenerator().makeExecutableSchema(read(), wiring.build());
  }

  private static TypeDefinitionRegistry read() {
    try (InputStream stream = LinearSchema.class.getResourceAsStream("schema.graphqls");
        Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      return new SchemaParser().parse(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("schema.graphqls can't be read from the jar", e);
    }
  }

  private Map<String, DataFetcher<?>> queries() {
    return Map.ofEntries(
        Map.entry("viewer", env -> workspace.users().get(0)),
        Map.entry("organization", env -> organization()),
        Map.entry("issue", env -> one("Issue", workspace.issue(env.getArgument("id")))),
        Map.entry("user", env -> one("User", workspace.user(env.getArgument("id")))),
        Map.entry("team", env -> one("Team", workspace.teamByIdOrKey(env.getArgument("id")))),
        Map.entry(
            "workflowState", env -> one("WorkflowState", workspace.state(env.getArgument("id")))),
        Map.entry(
            "issueLabel", env -> one("IssueLabel", workspace.labelById(env.getArgument("id")))),
        Map.entry("issues", env -> page(workspace.issues(), env)),
        Map.entry("users", env -> page(workspace.users(), env)),
        Map.entry("teams", env -> page(workspace.teams(), env)),
        Map.entry("workflowStates", env -> page(workspace.states(), env)),
        Map.entry("issueLabels", env -> page(workspace.labels(), env)));
  }

  private Map<String, Object> page(Collection<?> nodes, DataFetchingEnvironment env) {
    return connections.page(nodes, env.getArguments());
  }

  private static Object one(String type, Optional<?> found) {
    return found.orElseThrow(() -> new LinearInputException("Entity not found: " + type));
  }

  private Map<String, Object> organization() {
    return Map.of(
        "id", "00000000-0000-4000-8000-000000000001",
        "name", "Example",
        "urlKey", "example",
        "createdAt", workspace.foundedAt(),
        "updatedAt", workspace.foundedAt(),
        "userCount", workspace.users().size(),
        "createdIssueCount", workspace.issues().size());
  }

  /** Wires every field that no query names above. */
  private final class Wiring implements WiringFactory {
    @Override
    public DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment environment) {
      return env -> {
        Object value = fields.value(env.getSource(), env.getField().getName());
        GraphQLOutputType type = env.getFieldType();
        if (value instanceof Collection<?> nodes && !isList(type)) {
          return page(nodes, env);
        }
        return value == null && type instanceof GraphQLNonNull ? empty(type) : value;
      };
    }

    @Override
    public boolean providesTypeResolver(InterfaceWiringEnvironment environment) {
      return true;
    }

    @Override
    public TypeResolver getTypeResolver(InterfaceWiringEnvironment environment) {
      return env -> env.getSchema().getObjectType("Issue");
    }

    @Override
    public boolean providesTypeResolver(UnionWiringEnvironment environment) {
      return true;
    }

    @Override
    public TypeResolver getTypeResolver(UnionWiringEnvironment environment) {
      return env -> env.getSchema().getObjectType("ExternalEntitySlackMetadata");
    }
  }

  private static boolean isList(GraphQLOutputType type) {
    return GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList;
  }

  /** What stands for "nothing" in a field that may not be null. */
  private static Object empty(GraphQLOutputType type) {
    if (isList(type)) {
      return List.of();
    }
    Object named = GraphQLTypeUtil.unwrapNonNull(type);
    if (named instanceof GraphQLEnumType values) {
      return values.getValues().get(0).getName();
    }
    if (named instanceof GraphQLObjectType) {
      return Map.of();
    }
    return switch (((GraphQLNamedType) named).getName()) {
      case "Boolean" -> false;
      case "Int" -> 0;
      case "Float" -> 0.0;
      case "JSONObject" -> Map.of();
      default -> "";
    };
  }
}
