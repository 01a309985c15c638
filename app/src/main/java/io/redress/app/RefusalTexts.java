package io.redress.app;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What people read when an act is refused, in Chinese and in English; codes are never translated. */
@Component
class RefusalTexts {
    /** Details that are themselves texts: what an ill-formed field takes. */
    private static final String EXPECTS = "expects.";

    private static final int PLACES = 4;

    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();

    RefusalTexts() {
        // the duties have their words where sheets read them
        texts.setBasenames("refusals", "words");
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setFallbackToSystemLocale(false);
        texts.setDefaultLocale(Locale.ENGLISH);
    }

    /** One reason as a sentence. */
    String of(Reason reason, Locale locale) {
        String field = reason.field() == null ? "" : reason.field();
        List<String> details = reason.details();
        List<String> parts = new ArrayList<>();
        if (!details.isEmpty() && details.getFirst().startsWith(EXPECTS)) {
            parts.add(field);
            parts.add(texts.getMessage(
                    details.getFirst(), details.subList(1, details.size()).toArray(), locale));
        } else {
            List<Words> words = words(reason);
            parts.add(words.getFirst().read(field, this, locale));
            for (int n = 1; n <= details.size(); n++) {
                parts.add((n < words.size() ? words.get(n) : Words.AS_THEY_ARE).read(details.get(n - 1), this, locale));
            }
        }
        return texts.getMessage(key(reason), padded(parts), locale);
    }

    /** Some rules have a sentence of its own for a kind of subject, or for when there is nothing to name. */
    private String key(Reason reason) {
        String code = reason.rule().code();
        String special = code + "." + (reason.details().isEmpty() ? "none" : reason.field());
        return word(special, "", Locale.ENGLISH, padded(List.of())).isEmpty() ? code : special;
    }

    /** How a place of a text is read to people. */
    private enum Words {
        AS_THEY_ARE {
            @Override
            String read(String word, RefusalTexts texts, Locale locale) {
                return word;
            }
        },
        /** A kind of subject. */
        KIND {
            @Override
            String read(String word, RefusalTexts texts, Locale locale) {
                return texts.word("kind." + word, word, locale);
            }
        },
        /** A subject, {@code return/R1}. */
        SUBJECT {
            @Override
            String read(String word, RefusalTexts texts, Locale locale) {
                int end = word.indexOf('/');
                return end < 0
                        ? word
                        : KIND.read(word.substring(0, end), texts, locale) + " " + word.substring(end + 1);
            }
        },
        /** Why a demand ended. */
        ENDING {
            @Override
            String read(String word, RefusalTexts texts, Locale locale) {
                return texts.word("ending." + word, word, locale);
            }
        },
        LAYER {
            @Override
            String read(String word, RefusalTexts texts, Locale locale) {
                return texts.word("layer." + word, word, locale);
            }
        },
        /** What a field of a statement takes: a word of the table of kinds, or the words that it knows. */
        TAKES {
            @Override
            String read(String word, RefusalTexts texts, Locale locale) {
                String choices = texts.word("expects.one-of", word, locale, word.replace("|", ", "));
                return texts.word("takes." + word, choices, locale);
            }
        },
        /** A duty, in words and as programs name it. */
        DUTY {
            @Override
            String read(String word, RefusalTexts texts, Locale locale) {
                String read = texts.word(word, word, locale);
                return read.equals(word) ? word : texts.word("general.word-and-code", "", locale, read, word);
            }
        };

        abstract String read(String word, RefusalTexts texts, Locale locale);
    }

    /** How the places of a rule's text are read: the field, and the details as far as they are words of the contract. */
    private static List<Words> words(Reason reason) {
        return switch (reason.rule()) {
            case SUBJECT_IS_KNOWN ->
                List.of(Words.KIND, "window".equals(reason.field()) ? Words.DUTY : Words.AS_THEY_ARE);
            case ID_IS_FREE -> List.of(Words.KIND);
            case SUBJECT_IS_NOT_BUSY -> List.of(Words.AS_THEY_ARE, Words.SUBJECT);
            case DEMAND_IS_OPEN -> List.of(Words.AS_THEY_ARE, Words.ENDING);
            case DUTY_IS_OWED, WINDOW_IS_STILL_OPEN, LENGTH_MAY_BE_AGREED -> List.of(Words.AS_THEY_ARE, Words.DUTY);
            case STATEMENT_SAYS_WHAT_ITS_KIND_ASKS -> List.of(Words.AS_THEY_ARE, Words.TAKES);
            case DOCUMENT_MAY_SPEAK_FOR_IT -> List.of(Words.AS_THEY_ARE, Words.LAYER, Words.DUTY);
            default -> List.of(Words.AS_THEY_ARE);
        };
    }

    private String word(String key, String absent, Locale locale, Object... parts) {
        return Objects.requireNonNullElse(texts.getMessage(key, parts, absent, locale), absent);
    }

    /** All reasons, a line each, with field, rule and clause, for a terminal. */
    String of(Refusal refusal, Locale locale) {
        return refusal.reasons().stream()
                .map(reason -> of(reason, locale) + " (" + (reason.field() == null ? "" : reason.field() + ": ")
                        + reason.rule().code()
                        + (reason.clause() == null ? "" : ", DB4401/T 171 " + reason.clause())
                        + ")")
                .collect(Collectors.joining("\n"));
    }

    String refused(Locale locale) {
        return general("refused", locale);
    }

    String unanswered(Locale locale) {
        return general("unanswered", locale);
    }

    /** The code of a problem that only its status describes; one that nobody wrote about is a bad request. */
    String code(int status) {
        return switch (status) {
            case 500 -> "internal-error";
            case 503 -> "service-unavailable";
            default -> known("http-" + status) ? "http-" + status : status < 500 ? "http-400" : "internal-error";
        };
    }

    /** The status that answers with this code. */
    HttpStatus status(String code) {
        return switch (code) {
            case "internal-error" -> HttpStatus.INTERNAL_SERVER_ERROR;
            case "service-unavailable" -> HttpStatus.SERVICE_UNAVAILABLE;
            default -> HttpStatus.valueOf(Integer.parseInt(code.substring("http-".length())));
        };
    }

    /** Whether there is a text for this code. */
    boolean known(String code) {
        return !general("title." + code, Locale.ENGLISH).isEmpty();
    }

    String title(String code, Locale locale) {
        return general("title." + code, locale);
    }

    String general(String key, Locale locale) {
        return word("general." + key, "", locale);
    }

    /** Places that a reason leaves empty read as nothing. */
    private static Object[] padded(List<String> parts) {
        Object[] padded = Arrays.copyOf(parts.toArray(), Math.max(parts.size(), PLACES));
        Arrays.fill(padded, parts.size(), padded.length, "");
        return padded;
    }
}
