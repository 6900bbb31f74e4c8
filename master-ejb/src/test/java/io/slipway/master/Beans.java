// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.ejb.MasterLifecycle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;

/** The beans that console and API call, as a container would make them for a master, without its transactions and interceptors. */
final class Beans {
    private final MasterLifecycle lifecycle;

    Beans(Master master) {
        lifecycle = new MasterLifecycle() {
            @Override
            public Master master() {
                return master;
            }
        };
    }

    <T> T of(Class<T> type) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            T bean = constructor.newInstance();
            Field field = type.getDeclaredField("lifecycle");
            field.setAccessible(true);
            field.set(bean, lifecycle);
            return bean;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is no bean of this kind", e);
        }
    }
}
