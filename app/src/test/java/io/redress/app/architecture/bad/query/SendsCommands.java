package io.redress.app.architecture.bad.query;

import org.axonframework.commandhandling.gateway.CommandGateway;

class SendsCommands {
    CommandGateway gateway;
}
