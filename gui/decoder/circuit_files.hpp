// A decoder as files, as `fracbit synthesize` writes them.
#pragma once

#include "gui/decoder/decoder_design.hpp"

namespace fracbit::gui {

enum class CircuitFormat { dot, verilog };
/// Verilog: the circuit alone, as a module that is named like the decoder.
void write_circuit(const DecoderResult& decoder, const QString& path, CircuitFormat format);
/// The weight path with a testbench (`--verilog`), in a new folder.
void write_weight_path(const DecoderResult& decoder, const QString& folder);

} // namespace fracbit::gui
