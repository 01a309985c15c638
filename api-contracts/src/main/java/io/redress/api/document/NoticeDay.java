package io.redress.api.document;

import java.time.LocalDate;

/**
 * A day that a notice names.
 *
 * @param holiday the holiday that it belongs to or makes up for, as the notice has it: {@code 春节}
 */
public record NoticeDay(LocalDate date, String holiday) {}
