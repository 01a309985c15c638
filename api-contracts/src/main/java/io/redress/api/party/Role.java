package io.redress.api.party;

/** The four parties of a live sale, as the standard names them: 消费者, 商家, 直播主体, 直播营销平台. */
public enum Role {
    CONSUMER("consumer"),
    MERCHANT("merchant"),
    ROOM_OPERATOR("room-operator"),
    PLATFORM("platform");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** The word in texts and stored events. */
    public String word() {
        return word;
    }
}
