#include "gui/support/save_dialog.hpp"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>

namespace fracbit::gui {
namespace {

QString& last_folder() {
    static QString folder;
    return folder;
}

QString filter_of(const FileFormat& format) { return QStringLiteral("%1 (*.%2)").arg(format.name, format.ending); }

/// The name that stands in the dialog, with the ending of a format instead of that of another one.
void take_ending(QFileDialog& dialog, const std::vector<FileFormat>& formats, const FileFormat& chosen) {
    dialog.setDefaultSuffix(chosen.ending);
    const QStringList files = dialog.selectedFiles();
    if (files.isEmpty()) return;
    const QFileInfo file(files.front());
    const bool other = std::any_of(formats.begin(), formats.end(), [&](const FileFormat& format) {
        return file.suffix().compare(format.ending, Qt::CaseInsensitive) == 0 && format.ending != chosen.ending;
    });
    if (other) dialog.selectFile(file.completeBaseName() + QLatin1Char('.') + chosen.ending);
}

} // namespace

QString ask_save_path(QWidget* parent, const SaveQuestion& question) {
    QFileDialog dialog(parent, question.title);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setFileMode(QFileDialog::AnyFile);
    dialog.setOption(QFileDialog::DontConfirmOverwrite, !question.confirm_overwrite);
    const QFileInfo suggested(question.suggestion);
    dialog.setDirectory(suggested.isAbsolute()    ? suggested.absolutePath()
                        : last_folder().isEmpty() ? QDir::currentPath()
                                                  : last_folder());
    dialog.selectFile(suggested.fileName());
    QStringList filters;
    for (const FileFormat& format : question.formats) filters += filter_of(format);
    dialog.setNameFilters(filters);
    const auto choose = [&](const QString& filter) {
        for (const FileFormat& format : question.formats)
            if (filter_of(format) == filter) take_ending(dialog, question.formats, format);
    };
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, choose);
    for (const FileFormat& format : question.formats)
        if (format.ending == suggested.suffix()) dialog.selectNameFilter(filter_of(format));
    choose(dialog.selectedNameFilter());
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty()) return {};
    QString path = dialog.selectedFiles().front();
    last_folder() = QFileInfo(path).absolutePath();
    return path;
}

} // namespace fracbit::gui
