package io.redress.app.architecture.bad.api;

import org.springframework.stereotype.Component;

abstract class KnowsSpring {
    Component component;
}
