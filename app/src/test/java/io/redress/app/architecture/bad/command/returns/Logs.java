package io.redress.app.architecture.bad.command.returns;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class Logs {
    private static final Logger log = LoggerFactory.getLogger(Logs.class);
}
