package io.redress.command.door;

import io.redress.api.Act;
import java.util.List;
import java.util.Map;

/**
 * One way to fill in an act: the words that were chosen, and every field that is asked for when they are.
 *
 * @param type what is read of it
 * @param words chosen, by field
 * @param onTheSubject whether it is done on the subject itself; else it begins something that names the subject
 */
record ActForm(
        String act,
        Class<? extends Act> type,
        Map<String, String> words,
        List<ActField> fields,
        boolean onTheSubject) {}
