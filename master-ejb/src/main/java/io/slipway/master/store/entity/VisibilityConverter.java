// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store.entity;

import io.slipway.job.Visibility;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Keeps a {@link Visibility} as its word. */
@Converter(autoApply = true)
public class VisibilityConverter implements AttributeConverter<Visibility, String> {
    @Override
    public String convertToDatabaseColumn(Visibility value) {
        return value == null ? null : value.word();
    }

    @Override
    public Visibility convertToEntityAttribute(String word) {
        return word == null ? null : Visibility.ofWord(word);
    }
}
