package io.redress.app.architecture.bad.api;

import org.axonframework.messaging.MetaData;

class KnowsMoreOfAxon {
    MetaData metaData;
}
