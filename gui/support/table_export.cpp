#include "gui/support/table_export.hpp"

#include "gui/support/page.hpp"
#include "gui/support/save_dialog.hpp"
#include "gui/support/text.hpp"
#include "models/files/atomic_file.hpp"
#include "models/files/csv_field.hpp"

#include <QAbstractItemModel>
#include <QAction>
#include <QTableView>

namespace fracbit::gui {
namespace {

std::string field(const QVariant& value) { return models::csv_field(to_std(value.toString())); }

Page* page_of(QWidget& widget) {
    for (QWidget* above = &widget; above != nullptr; above = above->parentWidget())
        if (auto* page = qobject_cast<Page*>(above)) return page;
    return nullptr;
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

void add_export_menu(QTableView& table, const QString& suggestion) {
    auto* action = new QAction(QObject::tr("Export table..."), &table);
    table.addAction(action);
    table.setContextMenuPolicy(Qt::ActionsContextMenu);
    QObject::connect(action, &QAction::triggered, &table, [&table, suggestion] {
        const QString path = ask_table_path(&table, suggestion);
        if (Page* page = page_of(table))
            page->save_as(path, [&table](const QString& to) { save_table(*table.model(), to); });
    });
}

} // namespace fracbit::gui
