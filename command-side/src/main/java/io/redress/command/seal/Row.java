package io.redress.command.seal;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something as it is stored, which can be hashed again by whoever has it. */
public sealed interface Row {
    /** The hash of its leaf, in Base64. */
    String hash();

    /**
     * An event.
     *
     * @param payload in Base64
     * @param metaDataHash of what says by whose credential it was done, in Base64
     */
    record EventRow(
            long position,
            String identifier,
            String aggregate,
            long sequence,
            String type,
            String name,
            @Nullable String revision,
            String payload,
            @Nullable String metaDataHash,
            String time,
            String recordedAt)
            implements Row {
        @Override
        public String hash() {
            return Base64.getEncoder()
                    .encodeToString(new Leaf.Columns()
                            .begin("event")
                            .number(position)
                            .text(identifier)
                            .text(aggregate)
                            .number(sequence)
                            .text(type)
                            .text(name)
                            .text(revision)
                            .bytes(bytes())
                            .bytes(
                                    metaDataHash == null
                                            ? null
                                            : Base64.getDecoder().decode(metaDataHash))
                            .text(time)
                            .text(recordedAt)
                            .hash());
        }

        /** What was stored. */
        public byte[] bytes() {
            return Base64.getDecoder().decode(payload);
        }
    }

    /**
     * A file, with all numbers and times as the texts that are hashed.
     *
     * @param upload the name under which its pieces are kept
     */
    record FileRow(
            String id,
            String subject,
            String consumer,
            String merchant,
            String operator,
            String party,
            String type,
            String bytes,
            String received,
            String sha256,
            @Nullable String supersedes,
            String stagedAt,
            String submittedAt,
            String upload,
            List<Piece> pieces)
            implements Row {
        /** A piece of its bytes, by the hash of what is stored in hexadecimal. */
        public record Piece(long first, String sha256) {}

        public FileRow {
            pieces = List.copyOf(pieces);
        }

        FileRow with(List<Piece> its) {
            return new FileRow(
                    id,
                    subject,
                    consumer,
                    merchant,
                    operator,
                    party,
                    type,
                    bytes,
                    received,
                    sha256,
                    supersedes,
                    stagedAt,
                    submittedAt,
                    upload,
                    its);
        }

        @Override
        public String hash() {
            Leaf.Columns columns = new Leaf.Columns().begin("file");
            for (@Nullable
            String text : new @Nullable String[] {
                id,
                subject,
                consumer,
                merchant,
                operator,
                party,
                type,
                bytes,
                received,
                sha256,
                supersedes,
                stagedAt,
                submittedAt,
                upload
            }) {
                columns.text(text);
            }
            for (Piece piece : pieces) {
                columns.number(piece.first())
                        .bytes(HexFormat.of().parseHex(piece.sha256()))
                        .number(1);
            }
            return Base64.getEncoder().encodeToString(columns.hash());
        }
    }
}
