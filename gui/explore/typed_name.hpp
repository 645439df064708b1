// The name that is being typed in a condition, and those that it may become.
#pragma once

#include <QStringList>

#include <optional>

namespace fracbit::gui {

struct TypedName {
    qsizetype begin = 0, end = 0; ///< in the text; the cursor is inside, or at the end
    QString before_cursor;
};

/// Nothing where the cursor is in a number, in a quoted text, or behind a word of the language (and, or, not).
[[nodiscard]] std::optional<TypedName> typed_name(const QString& text, qsizetype cursor);

/// Names that begin with `part` in capitals or not, then those of which a part behind a dot or a low line does.
[[nodiscard]] QStringList fitting_names(const QString& part, const QStringList& names);

} // namespace fracbit::gui
