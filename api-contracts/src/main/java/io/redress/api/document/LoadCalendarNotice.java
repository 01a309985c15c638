package io.redress.api.document;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The platform loads the State Council's notice about the days off of a year. It replaces whole what was known of that
 * year, an earlier notice too.
 *
 * @param number the notice's own: {@code 国办发明电〔2025〕7号}
 * @param source where it can be read
 * @param daysOff weekends that belong to a holiday may be among them
 * @param workdays weekend days on which people work
 */
@Clause({"6.1.4", "6.1.5"})
public record LoadCalendarNotice(
        @TargetAggregateIdentifier SubjectId subject,
        Instant at,
        String number,
        LocalDate issuedOn,
        String source,
        int year,
        List<NoticeDay> daysOff,
        List<NoticeDay> workdays)
        implements Act {}
