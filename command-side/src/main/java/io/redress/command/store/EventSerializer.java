package io.redress.command.store;

import io.redress.api.Event;
import io.redress.api.personal.PersonalText;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Stores events as JSON under their stable names, and what people wrote in them sealed. An unknown name fails loudly: a
 * lost class would be a lost fact. Only Axon's own types (tracking tokens, metadata) go by their class names.
 */
public final class EventSerializer extends Jackson3Serializer {
    private EventSerializer(Builder builder) {
        super(builder);
    }

    /** Seals a text of an event under the key of the person who wrote it. */
    @FunctionalInterface
    public interface Sealing {
        PersonalText.Sealed seal(Event in, String text);
    }

    /** The one serializer of events, tokens and dead letters. */
    public static EventSerializer create(Sealing sealing) {
        return new EventSerializer(Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(
                        json -> json.addModule(new SimpleModule("personal-texts").addSerializer(new ToldTexts(sealing)))
                                .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                                        .allowIfSubType("org.axonframework.")
                                        .build())));
    }

    /** A text that was told is sealed when it is first written; one that was read is sealed already. */
    private static final class ToldTexts extends StdSerializer<PersonalText.Told> {
        private final Sealing sealing;

        ToldTexts(Sealing sealing) {
            super(PersonalText.Told.class);
            this.sealing = sealing;
        }

        @Override
        public void serialize(PersonalText.Told told, JsonGenerator out, SerializationContext context) {
            context.writeValue(out, sealing.seal(event(out.streamWriteContext()), told.text()));
        }

        /** The event in which the text stands, however deep. */
        private static Event event(TokenStreamContext place) {
            for (TokenStreamContext around = place; around != null; around = around.getParent()) {
                if (around.currentValue() instanceof Event event) {
                    return event;
                }
            }
            throw new IllegalStateException("a personal text outside an event");
        }
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
