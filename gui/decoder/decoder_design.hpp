// An XOR decoder as it is asked for, and what synthesis makes of it: the numbers of `fracbit synthesize`.
#pragma once

#include "models/core/cancelled.hpp"
#include "models/cost/decoder_design.hpp"
#include "models/cost/technology.hpp"
#include "models/xor/xor_network.hpp"
#include "models/xor/xor_properties.hpp"

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace fracbit::gui {

struct DecoderRequest {
    models::XorSpec spec;                             ///< drawn, or
    std::shared_ptr<const models::XorNetwork> matrix; ///< from a file: then only the spec's seed counts
    QString matrix_path;
    std::optional<int> max_depth;
    models::DecoderObjective objective = models::DecoderObjective::gates;
    std::uint64_t circuit_seed = 1;
    std::string technology; ///< a shipped one; empty: the default
    double clock_mhz = 800;
};

struct DecoderResult {
    DecoderRequest request;
    std::shared_ptr<const models::XorNetwork> network;
    models::DecoderDesign design;
    models::XorProperties properties;
};

/// Takes milliseconds to seconds. Throws ConfigError if the network is not allowed, or the depth or the clock cannot be
/// met; Cancelled.
DecoderResult design_of(const DecoderRequest& request, const CancelCheck& cancelled = {});

/// A name for modules and files: "xor_8_10_2taps_seed1", or that of the matrix file.
QString decoder_name(const DecoderRequest& request);

/// Name and value, for people, with the unit and what it means.
struct DecoderFigure {
    QString name, value, unit, meaning;
    double number = 0;
};
std::vector<DecoderFigure> figures_of(const DecoderResult& result);

/// For the session. A matrix file is read again; one that is gone leaves the drawn network.
QJsonObject to_json(const DecoderRequest& request);
DecoderRequest request_from(const QJsonObject& json);

} // namespace fracbit::gui
