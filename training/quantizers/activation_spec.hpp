// How one layer's outputs are quantized while they are trained.
#pragma once

namespace fracbit::training {

enum class ActivationKind {
    real,            ///< not at all
    aqe,             ///< a smooth staircase that ends hard (MINW-Net, arXiv 2003.04296)
    straight_through ///< hard from the beginning, with the gradient of a clipped identity (Hubara et al., 1602.02830)
};

/// 2^bits evenly spaced levels from 0 to a scale: bit planes, as XNOR and popcount multiply them.
struct ActivationSpec {
    ActivationKind kind = ActivationKind::real;
    int bits = 1;
    bool learnt = false; ///< the scale is trained
    double scale = 2;    ///< or what it starts with
    friend bool operator==(const ActivationSpec&, const ActivationSpec&) = default;
};

} // namespace fracbit::training
