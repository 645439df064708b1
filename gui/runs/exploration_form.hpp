// The form of a new exploration: the options of `fracbit explore`, with its defaults.
#pragma once

#include "gui/runs/run_commands.hpp"

#include <QGroupBox>
#include <QJsonObject>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QSpinBox;

namespace fracbit::gui {

class PathField;

class ExplorationForm : public QGroupBox {
    Q_OBJECT

public:
    explicit ExplorationForm(QWidget* parent = nullptr);

    /// A design space, and a store beside it if none is named yet.
    void set_space(const QString& path);
    [[nodiscard]] ExploreRequest request() const;
    /// In place of what is there, but for settings that its search does not have.
    void set_request(const ExploreRequest& request);
    [[nodiscard]] QJsonObject state() const;
    void restore(const QJsonObject& state);

Q_SIGNALS:
    void start_clicked();
    void space_chosen(const QString& path); ///< in a dialog

private:
    void add_files(QFormLayout& form);
    void add_search(QFormLayout& form);
    void add_numbers(QFormLayout& form);
    void add_start(QFormLayout& form);

    PathField *space_ = nullptr, *store_ = nullptr;
    QComboBox* search_ = nullptr;
    QDoubleSpinBox *evaluations_ = nullptr, *population_ = nullptr, *seed_ = nullptr; // whole numbers beyond 2^31
    QSpinBox *sample_ = nullptr, *threads_ = nullptr;
};

} // namespace fracbit::gui
