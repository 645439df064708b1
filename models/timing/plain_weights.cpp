#include "models/timing/plain_weights.hpp"

#include "models/timing/weight_checks.hpp"

#include <algorithm>

namespace fracbit::models::timing {

SliceFormat slice_format(const Architecture& architecture, const Layer& layer, const QuantizedLayer& stored) {
    SliceFormat format;
    const bool encoded = layer.kind != LayerKind::attention &&
                         (stored.format == WeightFormat::flexor || stored.format == WeightFormat::sparse ||
                          stored.format == WeightFormat::shift_xor);
    if (is_shift(stored.format)) format.weight_bits = stored.shift_bits;
    if (encoded) {
        const StoredPlane& plane = stored.planes.front();
        check_network(layer, plane);
        format.stored = plane.seed_bits();
        format.decoded = plane.network->n_out();
        format.per_word = architecture.weights.lanes;
        format.bypass = false;
        return format;
    }
    if (stored.format == WeightFormat::dense8) format.weight_bits = 8;
    format.stored = format.decoded = format.weight_bits;
    format.per_word = std::max<std::int64_t>(1, architecture.weights.fill_width / format.weight_bits);
    return format;
}

void UnitWalk::next_plane() {
    unit_ = 0;
    if (++plane_ == work_->planes) next_step();
    settle();
}

PlainWeights::PlainWeights(const LayerWork& work)
    : work_(&work), format_(slice_format(*work.architecture, *work.layer, *work.stored)) {
    check_storage(work);
    check_unit(work);
    check_reader(work, format_.per_word * format_.stored);
    if (work.layer->kind == LayerKind::attention) stream_ = StreamId::kv_cache;
    one_run_ =
        work.stored->order == StorageOrder::row_major && work.planes == 1 && (work.weights_stay || work.chunks == 1);
}

Run PlainWeights::run_of(std::int64_t group) const {
    const ChannelSpan channels = work_->groups[static_cast<std::size_t>(group)].channels;
    const std::int64_t row = work_->reduction * format_.weight_bits;
    Run run;
    std::int64_t first = 0;
    if (one_run_) {
        run.useful = work_->layer->out_channels * row;
    } else {
        run.useful = channels.count * row;
        if (work_->stored->order == StorageOrder::row_major) first = channels.first * row;
    }
    const std::int64_t slice = first / format_.decoded;
    run.skipped = first - slice * format_.decoded;
    run.slices = ceil_div(first + run.useful, format_.decoded) - slice;
    run.address = slice * format_.stored;
    return run;
}

void PlainListing::list_unit(Segments& segments) {
    const SliceFormat& format = weights_->format();
    if (!begun_ || (units_.first_of_plane() && !weights_->one_run())) {
        begun_ = true;
        run_ = weights_->run_of(units_.group());
        listed_ = done_ = 0;
    }
    done_ += units_.weights() * format.weight_bits;
    list(segments);
    units_.advance();
}

std::int64_t PlainListing::list_more(std::int64_t most_weights, Segments& segments) {
    if (units_.done() || units_.first_of_plane()) return 0;
    const std::int64_t units = std::min(units_.equal_units(), most_weights / units_.weights());
    if (units <= 0) return 0;
    const std::int64_t weights = units * units_.weights();
    done_ += weights * weights_->format().weight_bits;
    list(segments);
    units_.skip(units);
    return weights;
}

/// What is needed for done_ bits.
void PlainListing::list(Segments& segments) {
    const SliceFormat& format = weights_->format();
    const std::int64_t words = ceil_div(run_.skipped + done_, format.largest_word());
    const std::int64_t needed = std::min(words * format.per_word, run_.slices) * format.stored;
    if (needed > listed_) {
        const std::int64_t burst = 8 * weights_->work().architecture->memory.burst_bytes;
        const std::int64_t end =
            std::min(run_.slices * format.stored, ceil_div(run_.address + needed, burst) * burst - run_.address);
        const std::int64_t first = run_.address + listed_;
        if (!segments.empty() && segments.back().stream == weights_->stream() && segments.back().mark == Mark::none &&
            first % burst == 0 && segments.back().first + segments.back().bits == first)
            segments.back().bits += end - listed_; // one burst after the other
        else
            segments.push_back({weights_->stream(), false, Mark::none, 0, first, end - listed_});
        listed_ = end;
    }
}

} // namespace fracbit::models::timing
