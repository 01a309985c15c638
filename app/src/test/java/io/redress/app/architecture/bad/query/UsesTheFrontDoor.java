package io.redress.app.architecture.bad.query;

import io.redress.command.door.FrontDoor;

class UsesTheFrontDoor {
    FrontDoor door;
}
