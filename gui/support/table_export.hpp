// Any table on screen as a CSV file.
#pragma once

#include <QString>

class QAbstractItemModel;
class QTableView;
class QWidget;

namespace fracbit::gui {

/// Header and rows as the model shows them, in its order; what is in Qt::UserRole goes before what is displayed, so
/// that numbers keep all their digits. Quoted as RFC 4180 says. The file appears whole or not at all; throws IoError.
void save_table(const QAbstractItemModel& model, const QString& path);

/// Asks for a name; empty if the user thought better of it.
QString ask_table_path(QWidget* parent, const QString& suggestion);

/// Gives the table a context menu (right button, menu key) that asks for a name and writes it. The page that the table
/// is on says what was written, or why that was not possible.
void add_export_menu(QTableView& table, const QString& suggestion);

} // namespace fracbit::gui
