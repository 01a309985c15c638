package io.redress.command.store;

import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * Stores events as JSON under their stable names. An unknown name fails loudly: a lost class would be a lost fact. Only
 * Axon's own types (tracking tokens, metadata) go by their class names.
 */
public final class EventSerializer extends Jackson3Serializer {
    private EventSerializer(Builder builder) {
        super(builder);
    }

    /** The one serializer of events, tokens and dead letters. */
    public static EventSerializer create() {
        return new EventSerializer(Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(
                        json -> json.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                                .allowIfSubType("org.axonframework.")
                                .build())));
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public SerializedType typeForClass(@Nullable Class type) {
        String name = type == null ? null : EventCatalogue.nameOf(type);
        return name == null ? super.typeForClass(type) : new SimpleSerializedType(name, null);
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        Class<?> event = EventCatalogue.classOf(type.getName());
        if (event != null) {
            return event;
        }
        Class<?> other = super.classForType(type);
        if (other == UnknownSerializedType.class || other.getName().startsWith("io.redress.")) {
            throw new SerializationException("no event is stored under the name " + type.getName());
        }
        return other;
    }
}
