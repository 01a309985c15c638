package io.redress.command.door;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one field of an act takes, as the reader of acts asks for it.
 *
 * @param name with its path inside a list of objects: {@code lines/amount}
 * @param required whether the act is refused without it
 * @param words of a word or a list of words: those that it knows; else empty
 * @param max the most characters of a text, entries of a list or fen of an amount, or the greatest number; null where there is no such bound
 */
public record ActField(
        String name,
        Type type,
        boolean required,
        List<String> words,
        @Nullable Long max) {
    /** The shapes that fields have. */
    public enum Type {
        /** The id of a subject. */
        ID,
        /** The name of a party, a room or an agent. */
        NAME,
        TEXT,
        FLAG,
        AMOUNT_FEN,
        /** Counted from 1. */
        NUMBER,
        INSTANT,
        WORD,
        WORDS,
        NAMES,
        OBJECTS,
        /** Texts by name, the lengths of a document. */
        TEXTS,
        /** A subject in its text form. */
        SUBJECT;

        /** The word for it, {@code amount-fen}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The same where it may not be left out. */
    ActField needed() {
        return new ActField(name, type, true, words, max);
    }

    /** The same where it may be left out. */
    public ActField optional() {
        return new ActField(name, type, false, words, max);
    }
}
