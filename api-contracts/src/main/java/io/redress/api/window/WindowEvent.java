package io.redress.api.window;

import io.redress.api.Event;

/** What can have happened to windows of any subject. */
public sealed interface WindowEvent extends Event
        permits ExtensionAccepted,
                ExtensionDeclined,
                ExtensionProposed,
                FactCorrected,
                WindowLapsed,
                WindowUnheard,
                WindowsRecounted {}
