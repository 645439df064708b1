// The design at work: its name and what to do with it, what is wrong with it, block diagram and key figures.
#pragma once

#include "gui/whatif/key_figures.hpp"
#include "models/results/simulation_result.hpp"

#include <QWidget>

class QLabel;
class QLayout;
class QLineEdit;
class QPushButton;
class QTableView;

namespace fracbit::gui {

class BlockDiagram;

class DesignView : public QWidget {
    Q_OBJECT

public:
    explicit DesignView(QWidget* parent = nullptr);

    [[nodiscard]] QString name() const; ///< as it was typed
    void set_name(const QString& name);
    /// The name typed, or what stands for it while there is none.
    [[nodiscard]] QString name_or_suggestion() const;
    void suggest_name(const QString& name);
    void allow_pin(bool allowed);

    void show_status(const QString& text);     ///< empty: nothing goes on
    void show_message(const QString& message); ///< empty: all is well
    void set_stale(bool stale);                ///< greyed: the numbers belong to what was before
    [[nodiscard]] BlockDiagram& diagram() { return *diagram_; }
    [[nodiscard]] KeyFiguresModel& key_figures() { return key_figures_; }

Q_SIGNALS:
    void pin_asked();
    void export_asked(); ///< of the diagram

protected:
    void changeEvent(QEvent* event) override;

private:
    QLayout* make_bar();
    void make_message();
    void make_key_view();
    void widen_key_view();
    void color_message();

    KeyFiguresModel key_figures_;
    QLineEdit* name_ = nullptr;
    QPushButton* pin_ = nullptr;
    QLabel *status_ = nullptr, *message_ = nullptr;
    BlockDiagram* diagram_ = nullptr;
    QTableView* key_view_ = nullptr;
};

} // namespace fracbit::gui
