package io.redress.app;

import java.beans.PropertyEditorSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * A number in an address is written in the digits 0 to 9: no sign, no other script, no 0x10 that would be 16. An editor
 * it is, because where a converter refuses, Spring asks its own editors, which take all of these.
 */
@ControllerAdvice
class WholeNumbers {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    @InitBinder
    void readStrictly(WebDataBinder binder) {
        binder.registerCustomEditor(Integer.class, new Digits(Integer::valueOf));
        binder.registerCustomEditor(int.class, new Digits(Integer::valueOf));
        binder.registerCustomEditor(Long.class, new Digits(Long::valueOf));
        binder.registerCustomEditor(long.class, new Digits(Long::valueOf));
    }

    private static final class Digits extends PropertyEditorSupport {
        private final Function<String, Number> reading;

        private Digits(Function<String, Number> reading) {
            this.reading = reading;
        }

        @Override
        public void setAsText(String text) {
            if (!DIGITS.matcher(text).matches()) {
                throw new IllegalArgumentException("no whole number");
            }
            setValue(reading.apply(text));
        }
    }
}
