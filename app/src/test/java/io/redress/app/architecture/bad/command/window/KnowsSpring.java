package io.redress.app.architecture.bad.command.window;

import org.springframework.stereotype.Component;

@Component
abstract class KnowsSpring {}
