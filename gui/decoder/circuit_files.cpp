#include "gui/decoder/circuit_files.hpp"

#include "gui/support/text.hpp"
#include "models/circuits/netlist_dot.hpp"
#include "models/circuits/netlist_verilog.hpp"
#include "models/files/atomic_file.hpp"
#include "models/rtl/export_weight_path.hpp"

namespace fracbit::gui {
namespace {

QString module_name(const DecoderRequest& request) {
    QString name = decoder_name(request);
    for (QChar& c : name)
        if (!c.isLetterOrNumber() || c.unicode() > 127) c = QLatin1Char('_');
    if (name.isEmpty() || name.front().isDigit()) name.prepend(QStringLiteral("xor_"));
    return name;
}

} // namespace

void write_circuit(const DecoderResult& decoder, const QString& path, CircuitFormat format) {
    const models::XorNetlist& netlist = decoder.design.synthesis.netlist;
    models::AtomicFile file(to_std(path));
    file.write(format == CircuitFormat::dot ? models::netlist_dot(netlist)
                                            : models::netlist_verilog(netlist, to_std(module_name(decoder.request))));
    file.commit();
}

void write_weight_path(const DecoderResult& decoder, const QString& folder) {
    const DecoderRequest& request = decoder.request;
    const models::RtlBundle bundle = models::export_network({}, to_std(decoder_name(request)), decoder.network,
                                                            {request.max_depth, request.circuit_seed});
    models::write_bundle(bundle, to_std(folder));
}

} // namespace fracbit::gui
