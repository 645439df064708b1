#include "gui/support/table_export.hpp"

#include "gui/support/text.hpp"
#include "models/files/atomic_file.hpp"

#include <QAbstractItemModel>
#include <QFileDialog>

namespace fracbit::gui {
namespace {

QString field(const QVariant& value) {
    QString text = value.toString();
    if (text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')) || text.contains(QLatin1Char('\n')))
        text = QLatin1Char('"') + text.replace(QLatin1String("\""), QLatin1String("\"\"")) + QLatin1Char('"');
    return text;
}

} // namespace

void save_table(const QAbstractItemModel& model, const QString& path) {
    models::AtomicFile file(to_std(path));
    const int columns = model.columnCount();
    QString line;
    for (int column = 0; column < columns; ++column)
        line += (column == 0 ? QString() : QStringLiteral(",")) + field(model.headerData(column, Qt::Horizontal));
    file.write(to_std(line + QLatin1Char('\n')));
    for (int row = 0; row < model.rowCount(); ++row) {
        line.clear();
        for (int column = 0; column < columns; ++column) {
            const QModelIndex index = model.index(row, column);
            const QVariant exact = index.data(Qt::UserRole);
            line += (column == 0 ? QString() : QStringLiteral(",")) + field(exact.isValid() ? exact : index.data());
        }
        file.write(to_std(line + QLatin1Char('\n')));
    }
    file.commit();
}

QString ask_table_path(QWidget* parent, const QString& suggestion) {
    return QFileDialog::getSaveFileName(parent, QObject::tr("Export table"), suggestion, QObject::tr("Tables (*.csv)"));
}

} // namespace fracbit::gui
