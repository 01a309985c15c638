package io.redress.command.evidence;

import io.redress.api.SubjectId;
import io.redress.api.intervention.EvidenceFile;
import io.redress.api.party.Party;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import java.util.List;

/** What a party has ready to submit. */
public interface StagedFiles {
    /** Where nobody stages anything: in scenarios, and in rehearsals, which must not offer a file that is not there. */
    StagedFiles NONE = (_, _, files) -> {
        if (!files.isEmpty()) {
            throw Refusal.ofField(Rule.FILE_IS_STAGED, "files", files.getFirst());
        }
        return List.of();
    };

    /** These files, which the party staged in this case and has not submitted yet; or refuses. */
    List<EvidenceFile> named(SubjectId of, Party by, List<String> files);
}
