package caravan.sandbox.linear;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.GraphQLScalarType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Linear's own scalars: text on the wire, moments always with milliseconds. */
final class LinearScalars {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private LinearScalars() {}

  /** One scalar for each that the schema declares. */
  static List<GraphQLScalarType> all() {
    return Stream.of(
            "DateTime",
            "DateTimeOrDuration",
            "TimelessDate",
            "TimelessDateOrDuration",
            "JSONObject")
        .map(name -> GraphQLScalarType.newScalar().name(name).coercing(new AsWritten()).build())
        .toList();
  }

  private static final class AsWritten implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      if (value instanceof Instant moment) {
        return MILLISECONDS.format(moment);
      }
      return value instanceof java.util.Map<?, ?> ? value : value.toString();
    }

    @Override
    public Object parseValue(Object input, GraphQLContext context, Locale locale) {
      return input;
    }

    @Override
    public Object parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      if (input instanceof StringValue text) {
        return text.getValue();
      }
      throw new CoercingParseLiteralException("Expected a string.");
    }
  }
}
