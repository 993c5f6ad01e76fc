package caravan.sandbox.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import graphql.language.AstPrinter;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.TypeDefinition;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LinearSchemaTest {
  private static final Path REAL = Path.of("../shared/reference/linear/schema.graphql");

  @Test
  void whatIsValidInTheSandboxIsValidAtLinear() throws IOException {
    assumeTrue(Files.exists(REAL), "skipped: " + REAL + " is not there");
    Set<String> real = signatures(Files.readString(REAL));
    Set<String> ours = signatures(sandboxSchema());

    assertThat(ours).hasSizeGreaterThan(300);
    assertThat(real).containsAll(ours);
  }

  private static String sandboxSchema() throws IOException {
    try (InputStream stream = LinearSchema.class.getResourceAsStream("schema.graphqls")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** One line for each field, argument, input field and enum value, with its type. */
  private static Set<String> signatures(String sdl) {
    TypeDefinitionRegistry registry = new SchemaParser().parse(sdl);
    Set<String> signatures = new TreeSet<>();
    for (TypeDefinition<?> type : registry.types().values()) {
      if (type instanceof ObjectTypeDefinition object) {
        object.getFieldDefinitions().forEach(field -> add(signatures, type.getName(), field));
      } else if (type instanceof InputObjectTypeDefinition input) {
        input
            .getInputValueDefinitions()
            .forEach(value -> signatures.add(type.getName() + "." + signature(value)));
      } else if (type instanceof EnumTypeDefinition values) {
        for (EnumValueDefinition value : values.getEnumValueDefinitions()) {
          signatures.add(type.getName() + "." + value.getName());
        }
      }
    }
    return signatures;
  }

  private static void add(Set<String> signatures, String type, FieldDefinition field) {
    String name = type + "." + field.getName();
    signatures.add(name + ": " + AstPrinter.printAst(field.getType()));
    for (InputValueDefinition argument : field.getInputValueDefinitions()) {
      signatures.add(name + "(" + signature(argument) + ")");
    }
  }

  private static String signature(InputValueDefinition value) {
    return value.getName() + ": " + AstPrinter.printAst(value.getType());
  }
}
