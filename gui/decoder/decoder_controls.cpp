#include "gui/decoder/decoder_controls.hpp"

#include "gui/support/named_button.hpp"
#include "gui/support/text.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSpinBox>

#include <limits>

namespace fracbit::gui {
namespace {

constexpr int no_depth_limit = -1;
constexpr int largest_seed = std::numeric_limits<int>::max();

} // namespace

DecoderControls::DecoderControls(QWidget* parent) : QWidget(parent) {
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(3);
    add_matrix(*form);
    add_circuit(*form);
}

QSpinBox* DecoderControls::add_number(const QString& label, const char* name, int low, int high, const QString& tip,
                                      QFormLayout& form) {
    auto* spin = new QSpinBox(this);
    spin->setObjectName(QLatin1String(name));
    spin->setRange(low, high);
    spin->setKeyboardTracking(false);
    spin->setAccelerated(true);
    spin->setToolTip(tip);
    form.addRow(label, spin);
    connect(spin, &QSpinBox::valueChanged, this, &DecoderControls::report);
    return spin;
}

void DecoderControls::add_matrix(QFormLayout& form) {
    n_in_ = add_number(tr("n_&in"), "decoder_n_in", 1, models::max_n_in, tr("Stored bits of a slice, 1 to 64"), form);
    n_out_ = add_number(tr("n_o&ut"), "decoder_n_out", 1, models::max_n_out,
                        tr("Decoded bits of a slice, n_in to 1024"), form);
    taps_ = add_number(tr("&Taps"), "decoder_taps", 0, models::max_n_in,
                       tr("Ones in each row of the matrix, 1 to n_in; 0: random dense"), form);
    taps_->setSpecialValueText(tr("dense"));
    seed_ = add_number(tr("&Seed"), "decoder_seed", 0, largest_seed, tr("Seed of the matrix"), form);
    matrix_name_ = new QLabel(this);
    matrix_name_->setObjectName(QStringLiteral("decoder_matrix_name"));
    matrix_name_->setWordWrap(true);
    drawn_ = named_button(tr("&Back to the drawn matrix"), "decoder_drawn",
                          tr("Forgets the matrix file and draws the matrix by n_in, n_out, taps and seed"), this);
    form.addRow(matrix_name_);
    form.addRow(drawn_);
    connect(drawn_, &QPushButton::clicked, this, &DecoderControls::drawn_wanted);
}

void DecoderControls::add_circuit(QFormLayout& form) {
    depth_ = add_number(tr("&Depth limit"), "decoder_max_depth", no_depth_limit, 64,
                        tr("Levels of two-input gates, at most"), form);
    depth_->setSpecialValueText(tr("none"));
    circuit_seed_ = add_number(tr("&Circuit seed"), "decoder_circuit_seed", 0, largest_seed,
                               tr("Seed of the randomized constructions"), form);
    area_ = new QCheckBox(tr("Smallest &area"), this);
    area_->setObjectName(QStringLiteral("decoder_smallest_area"));
    area_->setToolTip(
        tr("Keeps the area of gates and pipeline registers small instead of the number of gates: shallower "
           "circuits are tried too, which takes longer"));
    form.addRow(QString(), area_);
    technology_ = new QComboBox(this);
    technology_->setObjectName(QStringLiteral("decoder_technology"));
    technology_->setToolTip(tr("What area, delay and energy are given in"));
    for (const std::string& name : models::shipped_technologies()) technology_->addItem(to_qt(name));
    form.addRow(tr("Technolo&gy"), technology_);
    clock_ = new QDoubleSpinBox(this);
    clock_->setObjectName(QStringLiteral("decoder_clock"));
    clock_->setRange(1, 1e5);
    clock_->setDecimals(0);
    clock_->setSingleStep(50);
    clock_->setSuffix(tr(" MHz"));
    clock_->setKeyboardTracking(false);
    clock_->setToolTip(tr("Clock that pipeline registers are placed for, 1 to 100,000 MHz"));
    form.addRow(tr("C&lock"), clock_);
    connect(area_, &QCheckBox::toggled, this, &DecoderControls::report);
    connect(technology_, &QComboBox::currentIndexChanged, this, &DecoderControls::report);
    connect(clock_, &QDoubleSpinBox::valueChanged, this, &DecoderControls::report);
}

void DecoderControls::report() {
    if (!showing_) Q_EMIT changed();
}

void DecoderControls::show_request(const DecoderRequest& request) {
    const QScopedValueRollback<bool> quiet(showing_, true);
    const bool drawn = request.matrix == nullptr;
    const models::XorSpec& spec = request.spec;
    n_in_->setValue(drawn ? spec.n_in : request.matrix->n_in());
    n_out_->setValue(drawn ? spec.n_out : request.matrix->n_out());
    taps_->setValue(spec.taps);
    seed_->setValue(static_cast<int>(spec.seed));
    depth_->setValue(request.max_depth.value_or(no_depth_limit));
    circuit_seed_->setValue(static_cast<int>(request.circuit_seed));
    area_->setChecked(request.objective == models::DecoderObjective::area);
    if (!request.technology.empty()) technology_->setCurrentText(to_qt(request.technology));
    clock_->setValue(request.clock_mhz);
    for (QSpinBox* spin : {n_in_, n_out_, taps_}) spin->setEnabled(drawn);
    matrix_name_->setVisible(!drawn);
    matrix_name_->setText(tr("Matrix of %1").arg(QFileInfo(request.matrix_path).fileName()));
    drawn_->setVisible(!drawn);
}

void DecoderControls::read_into(DecoderRequest& request) const {
    if (!request.matrix) {
        request.spec.n_in = n_in_->value();
        request.spec.n_out = n_out_->value();
        request.spec.taps = taps_->value();
    }
    request.spec.seed = static_cast<std::uint64_t>(seed_->value());
    request.max_depth = depth_->value() == no_depth_limit ? std::optional<int>() : depth_->value();
    request.circuit_seed = static_cast<std::uint64_t>(circuit_seed_->value());
    request.objective = area_->isChecked() ? models::DecoderObjective::area : models::DecoderObjective::gates;
    request.technology = to_std(technology_->currentText());
    request.clock_mhz = clock_->value();
}

} // namespace fracbit::gui
