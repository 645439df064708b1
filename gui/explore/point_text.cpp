#include "gui/explore/point_text.hpp"

#include "gui/support/text.hpp"

#include <QObject>

namespace fracbit::gui {

QString point_text(const PointSet& points, int row) {
    QString text = QObject::tr("point %1%2")
                       .arg(points.id(row))
                       .arg(points.on_front(row) ? QObject::tr(", on the front") : QString());
    const auto add = [&](const std::vector<int>& columns) {
        for (const int column : columns) {
            const QString unit = to_qt(points.unit(column));
            text += QStringLiteral("\n%1: %2%3")
                        .arg(to_qt(points.column(column).name), points.text(row, column),
                             unit.isEmpty() ? QString() : QLatin1Char(' ') + unit);
        }
    };
    add(points.columns_of("objective"));
    add(points.varied_columns_of("parameter"));
    add(points.columns_of("note"));
    return text;
}

} // namespace fracbit::gui
