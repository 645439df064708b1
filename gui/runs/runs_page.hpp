// The page that starts explorations and simulations, and shows how they are getting on.
#pragma once

#include "gui/runs/run_table.hpp"
#include "gui/support/page.hpp"

class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QTableView;

namespace fracbit::gui {

class ExplorationForm;

class RunsPage : public Page {
    Q_OBJECT

public:
    /// `folder`: for what simulations write; made when it is needed.
    explicit RunsPage(QString folder, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Runs"); }
    [[nodiscard]] QString purpose() const override;
    [[nodiscard]] bool can_open(const QString& path, const QByteArray& head) const override;
    /// A design space: its name goes into the form.
    void open(const QString& path) override;
    [[nodiscard]] QStringList open_files() const override;
    [[nodiscard]] QString busy() const override;
    [[nodiscard]] QJsonObject state() const override;
    void restore(const QJsonObject& state) override;

    /// Each network of the design, one run each.
    void simulate(const Design& design);
    [[nodiscard]] RunTable& table() { return table_model_; }

private:
    QWidget* make_runs();
    void start(RunCommand command);
    void start_exploration();
    void run_ended(ChildRun& run);
    void show_chosen();
    void use_settings();
    void show_share(const ChildRun* run);
    void show_log(const ChildRun* run);
    [[nodiscard]] ChildRun* chosen() const;
    [[nodiscard]] QString new_folder() const;

    QString folder_;
    RunTable table_model_;
    ExplorationForm* form_;
    QTableView* runs_ = nullptr;
    QPlainTextEdit* log_ = nullptr;
    const void* shown_run_ = nullptr; ///< whose log is shown
    QString shown_log_;
    QProgressBar* bar_ = nullptr;
    QPushButton *cancel_ = nullptr, *show_ = nullptr, *use_ = nullptr;
};

} // namespace fracbit::gui
