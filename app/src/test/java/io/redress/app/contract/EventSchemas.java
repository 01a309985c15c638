package io.redress.app.contract;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the AsyncAPI document and, by way of it, the OpenAPI contract demand of an event. */
final class EventSchemas {
    /** Where everything is looked up; it need not exist. */
    private static final String ADDRESS = "https://redress.example/";

    private static final String EVENTS_ADDRESS = ADDRESS + "asyncapi/redress.yaml";
    private static final JsonNode EVENTS = read();

    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keywords(Stream.of(
                            "openapi",
                            "asyncapi",
                            "info",
                            "defaultContentType",
                            "servers",
                            "channels",
                            "operations",
                            "security",
                            "tags",
                            "paths",
                            "components",
                            "discriminator")
                    .map(NonValidationKeyword::new)
                    .toList())
            .build();

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            DIALECT,
            registry -> registry.schemas(Map.of(
                            EVENTS_ADDRESS,
                            EVENTS.toString(),
                            ADDRESS + "openapi/redress.yaml",
                            Contract.shipped().document().toString()))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));

    private EventSchemas() {}

    private static JsonNode read() {
        YamlMapFactoryBean yaml = new YamlMapFactoryBean();
        yaml.setResources(new ClassPathResource("asyncapi/redress.yaml"));
        return JsonMapper.shared().valueToTree(Objects.requireNonNull(yaml.getObject()));
    }

    /** The AsyncAPI document as it ships. */
    static JsonNode events() {
        return EVENTS;
    }

    /** What is wrong with an event, by the schema of its type and by the one that it names itself. */
    static List<Error> errors(JsonNode event) {
        String word = event.get("type").stringValue().replaceFirst("^io\\.redress\\.", "");
        String named = event.get("dataschema").stringValue();
        return Stream.concat(
                        errors(EVENTS_ADDRESS + "#/components/schemas/" + word, event),
                        errors(ADDRESS + named.substring(named.indexOf("openapi/")), event.get("data")))
                .toList();
    }

    private static Stream<Error> errors(String schema, JsonNode value) {
        return SCHEMAS.getSchema(SchemaLocation.of(schema)).validate(value.toString(), InputFormat.JSON).stream();
    }
}
