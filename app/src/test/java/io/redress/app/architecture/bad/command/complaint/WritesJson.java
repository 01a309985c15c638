package io.redress.app.architecture.bad.command.complaint;

import tools.jackson.databind.JsonNode;

class WritesJson {
    JsonNode json;
}
