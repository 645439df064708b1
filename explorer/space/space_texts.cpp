#include "explorer/space/space_texts.hpp"

#include "models/files/text_file.hpp"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

namespace fracbit::explorer {

SpaceTexts SpaceTexts::on_disk(const std::string& path) {
    SpaceTexts texts;
    texts.folder_ = std::filesystem::path(path).parent_path().string();
    return texts;
}

SpaceTexts SpaceTexts::kept(SpaceFiles files) {
    SpaceTexts texts;
    texts.kept_ = std::move(files);
    return texts;
}

std::string SpaceTexts::own(const std::string& name) {
    if (!kept_) return used_[""] = models::read_text_file(name);
    const auto found = kept_->find("");
    if (found == kept_->end())
        throw MissingFileError(fmt::format("{}: the text of the space is not among the kept files", name));
    return used_[""] = found->second;
}

SpaceTexts::Text SpaceTexts::file(const PlacedText& name, const std::string& key, const Problems& space) {
    if (kept_) {
        const auto found = kept_->find(name.text);
        if (found == kept_->end())
            throw MissingFileError(
                space.placed(name.where, fmt::format("{}: '{}' is not among the kept files", key, name.text)));
        return {used_[name.text] = found->second, name.text};
    }
    const std::string path = (std::filesystem::path(folder_) / name.text).lexically_normal().string();
    try {
        return {used_[name.text] = models::read_text_file(path), path};
    } catch (const MissingFileError& error) {
        used_.erase(name.text);
        throw MissingFileError(space.placed(name.where, fmt::format("{}: {}", key, error.what())));
    }
}

std::string SpaceTexts::shipped(const std::string& name, const std::string& text) {
    const std::string key = fmt::format("<{}>", name); // the name of no file
    const bool other = kept_ && kept_->count(key) > 0;
    return used_[key] = other ? kept_->at(key) : text;
}

} // namespace fracbit::explorer
