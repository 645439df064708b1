#include "gui/support/table_export.hpp"

#include "gui/support/page.hpp"
#include "gui/support/save_dialog.hpp"
#include "gui/support/text.hpp"
#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"
#include "models/files/csv_field.hpp"

#include <QAbstractItemModel>
#include <QAction>
#include <QTableView>

#include <utility>

namespace fracbit::gui {
namespace {

std::string field(const QVariant& value) { return models::csv_field(to_std(value.toString())); }

/// On the page that the widget is on, if it is on one.
void say_on_page(QWidget& widget, const QString& message) {
    for (QWidget* above = &widget; above != nullptr; above = above->parentWidget())
        if (auto* page = qobject_cast<Page*>(above)) {
            Q_EMIT page->noticed(message);
            return;
        }
}

} // namespace

void save_table(const QAbstractItemModel& model, const QString& path) {
    models::AtomicFile file(to_std(path));
    const int columns = model.columnCount();
    const auto write_line = [&](const auto& cell) {
        std::string line;
        for (int column = 0; column < columns; ++column) line += (column == 0 ? "" : ",") + field(cell(column));
        file.write(line + "\n");
    };
    write_line([&](int column) { return model.headerData(column, Qt::Horizontal); });
    for (int row = 0; row < model.rowCount(); ++row)
        write_line([&](int column) {
            const QModelIndex index = model.index(row, column);
            const QVariant exact = index.data(Qt::UserRole);
            return exact.isValid() ? exact : index.data();
        });
    file.commit();
}

QString ask_table_path(QWidget* parent, const QString& suggestion) {
    return ask_save_path(parent,
                         {QObject::tr("Export table"), suggestion, {{QObject::tr("Tables"), QStringLiteral("csv")}}});
}

void add_export_menu(QTableView& table, const QString& suggestion, std::function<void(const QString&)> failed) {
    auto* action = new QAction(QObject::tr("Export table..."), &table);
    table.addAction(action);
    table.setContextMenuPolicy(Qt::ActionsContextMenu);
    QObject::connect(action, &QAction::triggered, &table, [&table, suggestion, failed = std::move(failed)] {
        const QString path = ask_table_path(&table, suggestion);
        if (path.isEmpty()) return;
        try {
            save_table(*table.model(), path);
            say_on_page(table, QObject::tr("Wrote %1").arg(path));
        } catch (const Error& error) {
            failed(to_qt(error.what()));
        }
    });
}

} // namespace fracbit::gui
