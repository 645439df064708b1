// The controls of a design: slider and number for each quantity, a list for each choice, messages where a value is not
// allowed.
#pragma once

#include "gui/whatif/network_book.hpp"
#include "gui/whatif/parameters.hpp"
#include "gui/whatif/present_design.hpp"

#include <QWidget>

#include <map>
#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QSlider;

namespace fracbit::gui {

class ControlColumn : public QWidget {
    Q_OBJECT

public:
    /// Both must outlive this object.
    ControlColumn(PresentDesign& design, const NetworkBook& book, QWidget* parent = nullptr);
    /// Takes all values from the design, without a signal.
    void refresh();
    void show_problems(const std::vector<PlacedProblem>& problems);

Q_SIGNALS:
    void changed(); ///< the design

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        const ParameterControl* control = nullptr;
        QLabel* label = nullptr;
        QSlider* slider = nullptr; ///< null, as those below, if the row has none
        QDoubleSpinBox* spin = nullptr;
        QComboBox* combo = nullptr;
        QCheckBox* check = nullptr;
        QLabel* problem = nullptr;
    };
    void add_row(QGridLayout& grid, const ParameterControl& control);
    void add_number(QGridLayout& grid, Row& row);
    void add_choice(QGridLayout& grid, Row& row);
    void refresh_row(Row& row);
    void fill_networks(QComboBox& combo) const;
    void set_number(const std::string& path, double value);
    void set_text(const std::string& path, const QString& text);

    PresentDesign& design_;
    const NetworkBook& book_;
    std::vector<Row> rows_;
    bool refreshing_ = false;
};

} // namespace fracbit::gui
