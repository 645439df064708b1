// What is asked of the decoder: numbers of the XOR network, limits and technology of its circuit.
#pragma once

#include "gui/decoder/decoder_design.hpp"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace fracbit::gui {

class DecoderControls : public QWidget {
    Q_OBJECT

public:
    explicit DecoderControls(QWidget* parent = nullptr);
    /// Not a `changed`.
    void show_request(const DecoderRequest& request);
    /// What the controls say; numbers of a drawn matrix only if the request has no other.
    void read_into(DecoderRequest& request) const;

Q_SIGNALS:
    void changed();
    void drawn_wanted(); ///< instead of the matrix of a file

private:
    void add_matrix(QFormLayout& form);
    void add_circuit(QFormLayout& form);
    QSpinBox* add_number(const QString& label, const char* name, int low, int high, const QString& tip,
                         QFormLayout& form);
    void report();
    bool showing_ = false;
    QSpinBox *n_in_ = nullptr, *n_out_ = nullptr, *taps_ = nullptr, *seed_ = nullptr, *depth_ = nullptr,
             *circuit_seed_ = nullptr;
    QCheckBox* area_ = nullptr;
    QComboBox* technology_ = nullptr;
    QDoubleSpinBox* clock_ = nullptr;
    QLabel* matrix_name_ = nullptr;
    QPushButton* drawn_ = nullptr;
};

} // namespace fracbit::gui
