#include "tests/models/files/reference_file.hpp"

#include <bit>

namespace fracbit::tests {
namespace {

using models::Hdf5Shape;

std::size_t elements(const Hdf5Shape& shape) {
    std::size_t product = 1;
    for (const auto size : shape) product *= static_cast<std::size_t>(size);
    return product;
}

/// Any fixed pattern of bits does.
ByteData some_bits(const Hdf5Shape& shape) {
    std::vector<std::uint8_t> values(elements(shape));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::popcount(i * 0x9E37U) % 2;
    return {shape, values};
}

FloatData some_floats(const Hdf5Shape& shape) {
    std::vector<float> values(elements(shape));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 7) * 0.25F - 0.5F;
    return {shape, values};
}

/// Two ones in each row: columns i % 4 and (i + 1) % 4.
ByteData two_taps() {
    ByteData matrix{{2, 10, 4}, std::vector<std::uint8_t>(80)};
    for (std::size_t row = 0; row < 20; ++row)
        matrix.values[row * 4 + row % 4] = matrix.values[row * 4 + (row + 1) % 4] = 1;
    return matrix;
}

ReferenceFile without_weights() {
    ReferenceFile file;
    file["/@model"] = std::string("tiny");
    file["/@dataset"] = std::string("mnist");
    file["/@test_accuracy"] = 0.75;
    const auto layer = [&](const std::string& group, const char* name, const char* kind, const Hdf5Shape& shape,
                           std::int64_t stride, std::int64_t pool, std::int64_t relu) {
        file[group + "@name"] = std::string(name);
        file[group + "@kind"] = std::string(kind);
        file[group + "@weight_shape"] = shape;
        file[group + "@padding"] = std::int64_t{0};
        file[group + "@stride"] = stride;
        file[group + "@max_pool"] = pool;
        file[group + "@relu"] = relu;
        file[group + "/bias"] = some_floats({shape[0]});
    };
    layer("/layers/0", "conv1", "conv2d", {2, 1, 5, 5}, 4, 2, 1);
    layer("/layers/1", "fc", "linear", {3, 18}, 1, 1, 0);
    file["/golden/logits"] = some_floats({4, 3});
    file["/golden/predictions"] = ByteData{{6}, {0, 1, 2, 2, 1, 0}};
    return file;
}

} // namespace

ReferenceFile reference_file() {
    auto file = without_weights();
    file["/@q"] = std::int64_t{2};
    file["/@n_in"] = std::int64_t{4};
    file["/@n_out"] = std::int64_t{10};
    file["/@taps"] = std::int64_t{2};
    file["/xor_matrix"] = two_taps();
    file["/layers/0/encrypted_bits"] = some_bits({2, 5, 4}); // 50 weights
    file["/layers/0/weight_bits"] = some_bits({2, 2, 1, 5, 5});
    file["/layers/0/alpha"] = some_floats({2, 2});
    file["/layers/1/encrypted_bits"] = some_bits({2, 6, 4}); // 54 weights: a ragged last slice
    file["/layers/1/weight_bits"] = some_bits({2, 3, 18});
    file["/layers/1/alpha"] = some_floats({2, 3});
    return file;
}

ReferenceFile float_reference_file() {
    auto file = without_weights();
    file["/layers/0/weight"] = some_floats({2, 1, 5, 5});
    file["/layers/1/weight"] = some_floats({3, 18});
    return file;
}

void write(const ReferenceFile& file, const std::string& path) {
    models::Hdf5Writer writer(path);
    std::set<std::string> groups{"", "/"};
    const auto make_groups = [&](const std::string& group) {
        for (auto end = group.find('/', 1);; end = group.find('/', end + 1)) {
            if (const auto part = group.substr(0, end); groups.insert(part).second) writer.group(part);
            if (end == std::string::npos) return;
        }
    };
    for (const auto& [key, value] : file) {
        const auto at = key.find('@');
        const auto object = key.substr(0, at), name = at == std::string::npos ? "" : key.substr(at + 1);
        make_groups(at == std::string::npos ? key.substr(0, key.rfind('/')) : object);
        if (const auto* integer = std::get_if<std::int64_t>(&value)) writer.integer(object, name, *integer);
        if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&value))
            writer.integers(object, name, *integers);
        if (const auto* real = std::get_if<double>(&value)) writer.real(object, name, *real);
        if (const auto* text = std::get_if<std::string>(&value)) writer.text(object, name, *text);
        if (const auto* bytes = std::get_if<ByteData>(&value)) writer.bytes(object, bytes->shape, bytes->values);
        if (const auto* floats = std::get_if<FloatData>(&value)) writer.floats(object, floats->shape, floats->values);
    }
    writer.commit();
}

} // namespace fracbit::tests
