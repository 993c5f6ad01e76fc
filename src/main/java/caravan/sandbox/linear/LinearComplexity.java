package caravan.sandbox.linear;

import graphql.analysis.FieldComplexityEnvironment;
import graphql.analysis.QueryComplexityCalculator;
import graphql.execution.CoercedVariables;
import graphql.language.Document;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;

/**
 * Prices a query in Linear's complexity points: a property costs 0.1, an object 1, and a connection
 * multiplies what is below it by its page size, 50 if none is given (Linear: rate limiting).
 */
final class LinearComplexity {
  private static final int TENTHS = 10;

  private final GraphQLSchema schema;

  LinearComplexity(GraphQLSchema schema) {
    this.schema = schema;
  }

  /** Points of a valid query, rounded up. */
  int of(Document document, String operationName, CoercedVariables variables) {
    int tenths =
        QueryComplexityCalculator.newCalculator()
            .schema(schema)
            .document(document)
            .operationName(operationName)
            .variables(variables)
            .fieldComplexityCalculator(LinearComplexity::tenths)
            .build()
            .calculate();
    return (tenths + TENTHS - 1) / TENTHS;
  }

  private static int tenths(FieldComplexityEnvironment field, int below) {
    GraphQLNamedType type =
        (GraphQLNamedType) GraphQLTypeUtil.unwrapAll(field.getFieldDefinition().getType());
    if (type.getName().endsWith("Connection")) {
      return Math.multiplyExact(pageSize(field), below);
    }
    return below == 0 ? 1 : TENTHS + below;
  }

  private static int pageSize(FieldComplexityEnvironment field) {
    if (field.getArguments().get("first") instanceof Integer first) {
      return first;
    }
    return field.getArguments().get("last") instanceof Integer last
        ? last
        : LinearConnections.DEFAULT_PAGE;
  }
}
