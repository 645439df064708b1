// The sparse weights of a layer in a model file (model_layout.hpp says where what lies).
#pragma once

#include "models/files/hdf5_reader.hpp"
#include "models/files/hdf5_writer.hpp"
#include "models/model/model.hpp"

#include <memory>
#include <string>
#include <vector>

namespace fracbit::models {

/// Writes every XOR matrix once, when the first plane needs it.
class SparseLayoutWriter {
public:
    explicit SparseLayoutWriter(Hdf5Writer& file) : file_(file) {}
    /// `group` and its "planes" exist; scales are written already.
    void write(const std::string& group, const SparseWeights& weights);

private:
    std::int64_t number_of(const XorNetwork& network);
    void write_patches(const std::string& group, const PatchStream& patches);
    void write_mask(const std::string& group, const StoredMask& mask);
    void write_stream(const std::string& group, const std::string& name, const BitVector& bits);

    Hdf5Writer& file_;
    std::vector<std::shared_ptr<const XorNetwork>> networks_;
};

/// Planes that name the same matrix share one network.
class SparseLayoutReader {
public:
    explicit SparseLayoutReader(const Hdf5Reader& file) : file_(file) {}
    /// Whatever keeps the weights from being decoded is a FormatError that names the data set or group.
    SparseWeights read(const std::string& group, const Layer& layer, std::int64_t q,
                       std::vector<std::vector<float>> alpha);

private:
    const std::shared_ptr<const XorNetwork>& network(const std::string& plane);
    [[nodiscard]] StoredPlane read_plane(const std::string& group);
    [[nodiscard]] PatchStream read_patches(const std::string& group) const;
    [[nodiscard]] StoredMask read_mask(const std::string& group) const;
    [[nodiscard]] BitVector read_stream(const std::string& group, const std::string& name) const;

    const Hdf5Reader& file_;
    std::vector<std::shared_ptr<const XorNetwork>> networks_; ///< by number; null where none was needed yet
};

} // namespace fracbit::models
