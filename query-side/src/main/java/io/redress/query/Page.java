package io.redress.query;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a longer list.
 *
 * @param next the cursor that asks for the items after these, null when there are none
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** The most items that a page holds. */
    public static final int LIMIT_MAX = 100;

    private static final int LIMIT_DEFAULT = 50;

    /** How many items were asked for. */
    public static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return LIMIT_DEFAULT;
        }
        if (asked < 1 || asked > LIMIT_MAX) {
            throw new BadQuestion("limit", "from-to", "1", Integer.toString(LIMIT_MAX));
        }
        return asked;
    }

    /** The page that begins a list of which one item more than the limit was read, if there was one more. */
    public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, Cursor> cursor) {
        if (oneMore.size() <= limit) {
            return new Page<>(oneMore, null);
        }
        List<T> items = oneMore.subList(0, limit);
        return new Page<>(List.copyOf(items), cursor.apply(items.getLast()).text());
    }
}
