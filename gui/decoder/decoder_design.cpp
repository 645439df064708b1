#include "gui/decoder/decoder_design.hpp"

#include "gui/support/text.hpp"
#include "models/circuits/toggle_activity.hpp"
#include "models/core/error.hpp"
#include "models/cost/quality.hpp"

#include <QFileInfo>
#include <QObject>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace fracbit::gui {
namespace {

const models::Technology& technology_of(const DecoderRequest& request) {
    return request.technology.empty() ? models::default_technology() : models::shipped_technology(request.technology);
}

int whole(const QJsonObject& json, const char* key, int otherwise) { return json[QLatin1String(key)].toInt(otherwise); }

} // namespace

DecoderResult design_of(const DecoderRequest& request, const CancelCheck& cancelled) {
    auto network = request.matrix ? request.matrix : std::make_shared<const models::XorNetwork>(request.spec);
    models::DecoderDesignOptions options;
    options.synthesis = {request.max_depth, request.circuit_seed, cancelled};
    options.objective = request.objective;
    options.clock_mhz = request.clock_mhz;
    options.words = models::random_words(network->n_in(), models::drawn_words, request.spec.seed);
    models::DecoderDesign design = models::design_decoder(*network, options, technology_of(request));
    models::XorProperties properties = models::properties(*network);
    return {request, std::move(network), std::move(design), std::move(properties)};
}

QString decoder_name(const DecoderRequest& request) {
    if (request.matrix) return QFileInfo(request.matrix_path).completeBaseName();
    const models::XorSpec& spec = request.spec;
    const QString taps = spec.taps == 0 ? QStringLiteral("dense") : QStringLiteral("%1taps").arg(spec.taps);
    return QStringLiteral("xor_%1_%2_%3_seed%4").arg(spec.n_in).arg(spec.n_out).arg(taps).arg(spec.seed);
}

std::vector<DecoderFigure> figures_of(const DecoderResult& result) {
    const models::DecoderDesign& design = result.design;
    const models::XorProperties& matrix = result.properties;
    std::vector<DecoderFigure> figures;
    const auto add = [&figures](const QString& name, double number, const char* unit, const QString& meaning,
                                models::Quality quality = models::Quality::published) {
        const bool sure = quality == models::Quality::published || quality == models::Quality::derived;
        const QString of = QString::fromUtf8(unit);
        figures.push_back({name, short_number(number, 5),
                           sure ? of : QStringLiteral("%1, %2").arg(of, to_qt(models::to_string(quality))), meaning,
                           number});
    };
    const auto tr = [](const char* text) { return QObject::tr(text); };
    add(tr("Gates"), design.properties.xor2, "XOR2", tr("two-input XOR gates"));
    add(tr("Gates unshared"), static_cast<double>(matrix.naive_xor2), "XOR2",
        tr("with a tree of gates for each output"));
    add(tr("Depth"), design.properties.depth, "levels", tr("gates on the longest way"));
    add(tr("Largest fan-out"), design.properties.max_fan_out, "readers", tr("gate pins and outputs of one signal"));
    add(tr("Area"), design.cost.area.total_um2(), "µm²", tr("of one lane, gates and pipeline registers"),
        design.cost.area_quality);
    add(tr("Delay"), design.delay_ps, "ps", tr("without a pipeline"), design.cost.quality);
    add(tr("Pipeline stages"), design.pipeline.cut.stages, "", tr("the fewest for the clock"));
    add(tr("Slowest stage"), design.cost.delay_ps, "ps", tr("flip-flops and skew included"), design.cost.quality);
    add(tr("Flip-flops"), design.cost.flip_flops, "", tr("of all stages"));
    add(tr("Energy of a slice"), design.cost.energy_fj, "fJ", tr("without the clock"), design.cost.quality);
    add(tr("Leakage"), design.cost.leakage_nw, "nW", tr("of one lane"), design.cost.quality);
    add(tr("Rank"), matrix.rank, "", tr("of the matrix over GF(2); n_in: no two stored slices decode alike"));
    if (matrix.minimum_distance)
        add(tr("Minimum distance"), *matrix.minimum_distance, "bits",
            tr("fewest decoded bits in which two different stored slices differ"));
    add(tr("Equal rows"), matrix.duplicate_rows, "", tr("outputs that always equal an earlier one"));
    add(tr("Zero rows"), matrix.zero_rows, "", tr("outputs that are always 0"));
    add(tr("Fewest taps"), matrix.min_row_weight, "", tr("ones in the lightest row"));
    add(tr("Most taps"), matrix.max_row_weight, "", tr("ones in the heaviest row"));
    add(tr("Stored a decoded bit"), double(result.network->n_in()) / result.network->n_out(), "bits",
        tr("n_in / n_out"));
    return figures;
}

QJsonObject to_json(const DecoderRequest& request) {
    return {{QStringLiteral("n_in"), request.spec.n_in},
            {QStringLiteral("n_out"), request.spec.n_out},
            {QStringLiteral("taps"), request.spec.taps},
            {QStringLiteral("seed"), static_cast<double>(request.spec.seed)},
            {QStringLiteral("matrix"), request.matrix_path},
            {QStringLiteral("max_depth"), request.max_depth.value_or(-1)},
            {QStringLiteral("smallest_area"), request.objective == models::DecoderObjective::area},
            {QStringLiteral("circuit_seed"), static_cast<double>(request.circuit_seed)},
            {QStringLiteral("technology"), to_qt(request.technology)},
            {QStringLiteral("clock_mhz"), request.clock_mhz}};
}

DecoderRequest request_from(const QJsonObject& json) {
    DecoderRequest request;
    models::XorSpec& spec = request.spec;
    spec.n_in = std::clamp(whole(json, "n_in", spec.n_in), 1, models::max_n_in);
    spec.n_out = std::clamp(whole(json, "n_out", spec.n_out), 1, models::max_n_out);
    spec.taps = std::clamp(whole(json, "taps", spec.taps), 0, models::max_n_in);
    spec.seed = static_cast<std::uint64_t>(std::max(0, whole(json, "seed", 1)));
    if (const int depth = whole(json, "max_depth", -1); depth >= 0) request.max_depth = depth;
    if (json[QLatin1String("smallest_area")].toBool()) request.objective = models::DecoderObjective::area;
    request.circuit_seed = static_cast<std::uint64_t>(std::max(0, whole(json, "circuit_seed", 1)));
    const std::string technology = to_std(json[QLatin1String("technology")].toString());
    const auto& shipped = models::shipped_technologies();
    if (std::find(shipped.begin(), shipped.end(), technology) != shipped.end()) request.technology = technology;
    const double clock = json[QLatin1String("clock_mhz")].toDouble(request.clock_mhz);
    constexpr double slowest = 1, fastest = 1e5;
    request.clock_mhz = std::clamp(clock, slowest, fastest);
    const QString path = json[QLatin1String("matrix")].toString();
    if (path.isEmpty()) return request;
    try {
        request.matrix = std::make_shared<const models::XorNetwork>(models::read_xor_matrix(to_std(path)));
        request.matrix_path = path;
    } catch (const Error&) {
        request.matrix = nullptr;
    }
    return request;
}

} // namespace fracbit::gui
