#include "gui/explore/typed_name.hpp"

namespace fracbit::gui {
namespace {

bool in_name(QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('.'); }

bool in_quotes(const QString& text, qsizetype cursor) {
    QChar open; // null: none
    for (qsizetype i = 0; i < cursor; ++i) {
        const QChar c = text[i];
        if (c != QLatin1Char('\'') && c != QLatin1Char('"')) continue;
        if (open.isNull())
            open = c;
        else if (open == c)
            open = {};
    }
    return !open.isNull();
}

bool has_part(const QString& name, const QString& beginning) {
    for (qsizetype at = 1; (at = name.indexOf(beginning, at, Qt::CaseInsensitive)) >= 0; ++at)
        if (!name[at - 1].isLetterOrNumber()) return true;
    return false;
}

} // namespace

std::optional<TypedName> typed_name(const QString& text, qsizetype cursor) {
    TypedName name{cursor, cursor, {}};
    while (name.begin > 0 && in_name(text[name.begin - 1])) --name.begin;
    while (name.end < text.size() && in_name(text[name.end])) ++name.end;
    name.before_cursor = text.mid(name.begin, cursor - name.begin);
    static const QStringList language{QStringLiteral("and"), QStringLiteral("or"), QStringLiteral("not")};
    if (name.before_cursor.isEmpty() || name.before_cursor.front().isDigit() || in_quotes(text, name.begin) ||
        language.contains(name.before_cursor))
        return std::nullopt;
    return name;
}

QStringList fitting_names(const QString& part, const QStringList& names) {
    QStringList whole, parts;
    for (const QString& name : names) {
        if (name.startsWith(part, Qt::CaseInsensitive))
            whole << name;
        else if (has_part(name, part))
            parts << name;
    }
    return whole + parts;
}

} // namespace fracbit::gui
