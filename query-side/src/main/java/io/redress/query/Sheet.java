package io.redress.query;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Component;

/**
 * A projection that keeps one sheet, and the event processor that feeds it. Every sheet has a processor, and tables,
 * of its own, so that it can be dropped and replayed alone.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Component
public @interface Sheet {
    /** The name of the processor, for example {@code read.window-board}; its token is stored under it. */
    String processor();
}
