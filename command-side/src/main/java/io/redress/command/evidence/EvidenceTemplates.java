package io.redress.command.evidence;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.redress.command.window.Obligations;
import java.util.ArrayList;
import java.util.List;

/** What an agent can ask a party to show: a versioned resource, a word each, so that nobody is named in it. */
public final class EvidenceTemplates {
    private EvidenceTemplates() {}

    /** The words of the version that ships with the product, in the order of the table. */
    public static List<String> shipped() {
        List<String> words = new ArrayList<>();
        for (NamedCsvRecord row : Obligations.rows("/standard/evidence-templates.v1.csv")) {
            words.add(row.getField("template"));
        }
        return List.copyOf(words);
    }
}
