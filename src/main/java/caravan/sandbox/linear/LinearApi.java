package caravan.sandbox.linear;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.execution.CoercedVariables;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.schema.GraphQLSchema;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Linear's GraphQL interface over a workspace, without HTTP, keys or hourly limits. */
public final class LinearApi {
  /** Points that a single query may cost at most (Linear: rate limiting). */
  public static final int LARGEST_QUERY = 10_000;

  private final GraphQLSchema schema;
  private final GraphQL graphql;
  private final LinearComplexity complexity;

  public LinearApi(LinearWorkspace workspace, Clock clock) {
    LinearFields fields = new LinearFields(workspace);
    LinearFilter filter = new LinearFilter(fields, clock);
    this.schema =
        new LinearSchema(workspace, fields, new LinearConnections(fields, filter)).build();
    this.graphql =
        GraphQL.newGraphQL(schema).defaultDataFetcherExceptionHandler(new AsLinearSays()).build();
    this.complexity = new LinearComplexity(schema);
  }

  /**
   * Answers one operation. A document that does not parse, does not fit the schema or costs more
   * than {@value #LARGEST_QUERY} points is refused with status 400; anything that goes wrong later
   * is an entry of `errors` beside the data, with status 200.
   *
   * @param operationName null if the document has one operation
   */
  public LinearAnswer execute(String query, Map<String, Object> variables, String operationName) {
    ExecutionInput input =
        ExecutionInput.newExecutionInput(query)
            .variables(variables)
            .operationName(operationName)
            .build();
    ParseAndValidateResult checked = ParseAndValidate.parseAndValidate(schema, input);
    if (checked.isFailure()) {
      return new LinearAnswer(400, 0, Map.of("errors", validation(checked.getErrors())));
    }
    int points =
        complexity.of(checked.getDocument(), operationName, CoercedVariables.of(variables));
    if (points > LARGEST_QUERY) {
      String sentence =
          "The query is too complex. Complexity: "
              + points
              + ". Maximum allowed complexity: "
              + LARGEST_QUERY
              + ".";
      return new LinearAnswer(
          400, points, LinearErrors.body("Query too complex", LinearErrors.input(sentence)));
    }
    ExecutionResult result = graphql.execute(input);
    return new LinearAnswer(200, points, result.toSpecification());
  }

  private static List<Map<String, Object>> validation(List<? extends GraphQLError> errors) {
    return errors.stream()
        .map(
            error ->
                GraphqlErrorBuilder.newError()
                    .message("%s", error.getMessage())
                    .locations(error.getLocations())
                    .extensions(LinearErrors.validation(error.getMessage()))
                    .build()
                    .toSpecification())
        .toList();
  }

  private static final class AsLinearSays implements DataFetcherExceptionHandler {
    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
        DataFetcherExceptionHandlerParameters failed) {
      Throwable cause = failed.getException();
      if (!(cause instanceof LinearInputException)) {
        throw new IllegalStateException("the sandbox failed at " + failed.getPath(), cause);
      }
      GraphQLError error =
          GraphqlErrorBuilder.newError()
              .message("%s", cause.getMessage())
              .path(failed.getPath())
              .location(failed.getSourceLocation())
              .extensions(LinearErrors.input(cause.getMessage()))
              .build();
      return CompletableFuture.completedFuture(
          DataFetcherExceptionHandlerResult.newResult(error).build());
    }
  }
}
