// The dialog that asks where to write a file: one filter a format, whose ending a name without one gets.
#pragma once

#include <QString>

#include <vector>

class QWidget;

namespace fracbit::gui {

struct FileFormat {
    QString name;   ///< "Scalable drawing"
    QString ending; ///< without a dot: "svg"
};

struct SaveQuestion {
    QString title;
    QString suggestion;              ///< a name, in the folder of the last file; or a whole path
    std::vector<FileFormat> formats; ///< the first is chosen, or the one of the suggestion's ending; none: any file
    bool confirm_overwrite = true;
};

/// Empty if the user thought better of it. The folder is that of the last file that was named here, as long as the
/// program runs. Another format that is chosen takes its ending along.
QString ask_save_path(QWidget* parent, const SaveQuestion& question);

} // namespace fracbit::gui
