package io.redress.app;

import java.io.Console;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** How far a long command has come; shown on a terminal only. */
final class Progress {
    private Progress() {}

    @SuppressWarnings("SystemConsoleNull") // it is null where input or output is redirected
    static ProgressBar of(String what, long all) {
        ProgressBarBuilder bar = new ProgressBarBuilder().setTaskName(what).setInitialMax(all);
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return terminal
                ? bar.setUpdateIntervalMillis(200).build()
                : bar.setConsumer(new DelegatingProgressBarConsumer(_ -> {})).build();
    }
}
